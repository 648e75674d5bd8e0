import { fillPlaceholders } from '@heddle/topology';

/** Where a pod finds its configuration: `${config}` of a workload. */
export const CONFIG_FOLDER = '/etc/heddle';
/** Where a pod's volumes are: `${volume:NAME}` of a workload is a folder below it. */
export const DATA_FOLDER = '/var/heddle';
/** Where a chaincode's pod finds the built program. */
export const PROGRAM_FOLDER = '/opt/chaincode';

/** Puts the folders of a pod where a workload's text says `${config}` or `${volume:NAME}`. */
export function fillFolders(text: string): string {
  return fillPlaceholders(text, { config: CONFIG_FOLDER, volume: (name) => `${DATA_FOLDER}/${name}` });
}

/**
 * The same text after Kubernetes' expansion of `$(NAME)` in commands, arguments and variables, which cannot be switched
 * off (`k8s.io/kubernetes/third_party/forked/golang/expansion`).
 */
export function literally(text: string): string {
  return text.replaceAll(/\$(?=[$(])/g, '$$$$');
}
