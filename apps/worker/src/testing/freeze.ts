import { readdir, readFile } from 'node:fs/promises';

/** Suspends a process and all its descendants: a chaincode server runs inside its sandbox. */
export async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = (await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')).split(' ');
    for (const child of children.filter((word) => word !== '')) await freeze(Number(child));
  }
}
