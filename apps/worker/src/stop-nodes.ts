import { dataLayout, loadSettings } from '@heddle/config';
import { stopAll } from '@heddle/local';

/** Ends every node in this machine's data folder when the product shuts down; the next start restarts them. */
const { nodes, builds } = dataLayout(loadSettings(process.env));
await stopAll(nodes, {
  builds,
  report: ({ message }) => {
    process.stdout.write(`${message}\n`);
  },
});
