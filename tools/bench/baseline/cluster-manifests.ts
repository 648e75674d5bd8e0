/** Objects that the baseline adds to a chain's namespace, which enforces the restricted Pod Security Standard. */
const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 10_001,
  runAsGroup: 10_001,
  seccompProfile: { type: 'RuntimeDefault' },
};
const CONTAINER_SECURITY = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** A pod with Fabric's tools. It mounts the shared volume at the path that the volume has on this machine. */
export function toolsPod({ namespace, claim, folder }: { namespace: string; claim: string; folder: string }) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'tools', namespace },
    spec: {
      ...podSpec(claim),
      containers: [
        {
          name: 'tools',
          image: 'hyperledger/fabric-tools:2.5.9',
          command: ['sh', '-c', 'trap exit TERM; while :; do sleep 3600 & wait; done'],
          securityContext: CONTAINER_SECURITY,
          volumeMounts: [{ name: 'shared', mountPath: folder }],
        },
      ],
    },
  };
}

interface ServerOptions {
  readonly namespace: string;
  /** Name of the shared volume's claim. */
  readonly claim: string;
  readonly name: string;
  readonly image: string;
  /** Folder of the program on the volume. */
  readonly program: string;
  readonly packageId: string;
}

/** A prebuilt chaincode server on the shared volume, and its Service. */
export function chaincodeServer({ namespace, claim, name, image, program, packageId }: ServerOptions) {
  const labels = { app: name };
  const env = {
    CORE_CHAINCODE_ID_NAME: packageId,
    CHAINCODE_SERVER_ADDRESS: `0.0.0.0:${CHAINCODE_PORT}`,
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ name: 'chaincode', port: CHAINCODE_PORT }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...podSpec(claim),
            containers: [
              {
                name: 'chaincode',
                image,
                command: ['/opt/chaincode/chaincode'],
                env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
                ports: [{ name: 'chaincode', containerPort: CHAINCODE_PORT }],
                readinessProbe: { tcpSocket: { port: 'chaincode' }, periodSeconds: 1 },
                securityContext: CONTAINER_SECURITY,
                volumeMounts: [{ name: 'shared', mountPath: '/opt/chaincode', subPath: program, readOnly: true }],
              },
            ],
          },
        },
      },
    },
  ];
}

export const CHAINCODE_PORT = 9999;

function podSpec(claimName: string) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: POD_SECURITY,
    volumes: [{ name: 'shared', persistentVolumeClaim: { claimName } }],
  };
}
