import { execFileSync } from 'node:child_process';
import { podCommand } from './pod-command';

it('a program without its own folders is found on the PATH of the image', () => {
  const command = ['java', '-jar', '${output}/chaincode.jar'];
  expect(podCommand({ command, path: [] })).toEqual(['java', '-jar', '/opt/chaincode/chaincode.jar']);
});

it('folders of a build precede the PATH of the image, and arguments are unchanged', () => {
  const show = 'echo "$PATH"; for one in "$@"; do echo "$one"; done';
  const command = ['/bin/sh', '-c', show, 'show', 'a  "b"', '$HOME'];
  const [program = '', ...args] = podCommand({ command, path: ['node_modules/.bin', 'bin'] });
  const lines = execFileSync(program, [...args, '--last'], { env: { PATH: '/image/bin:/bin' }, encoding: 'utf8' });
  expect(lines.trimEnd().split('\n')).toEqual([
    '/opt/chaincode/node_modules/.bin:/opt/chaincode/bin:/image/bin:/bin',
    'a  "b"',
    '$HOME',
    '--last',
  ]);
});
