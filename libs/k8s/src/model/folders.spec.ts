import { fillFolders, literally } from './folders';

it('a workload finds its files and volumes where the pod mounts them', () => {
  expect(fillFolders('[${config}/tls/ca.crt] ${volume:wal} ${HOME}')).toBe(
    '[/etc/heddle/tls/ca.crt] /var/heddle/wal ${HOME}',
  );
});

/** Kubernetes' expansion of `$(NAME)`, for variables that do not exist. */
const expanded = (text: string) => text.replaceAll(/\$\$|\$\([^)]*\)/g, (match) => (match === '$$' ? '$' : match));

it.each(['$(HOSTNAME)', '$$(A)', '$$', '$a', '$$$', 'a$', '%{time} $(', '$$$(X)$'])(
  'Kubernetes gives the program what the workload says: %s',
  (text) => {
    expect(expanded(literally(text))).toBe(text);
    expect(literally(text)).not.toMatch(/(?<!\$)(\$\$)*\$\(/);
  },
);
