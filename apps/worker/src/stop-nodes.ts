import { dataLayout, loadSettings } from '@heddle/config';
import { stopAll } from '@heddle/local';

/** Ends every node of this machine's data folder when the product shuts down; the next start brings them back. */
const { nodes, builds } = dataLayout(loadSettings(process.env));
await stopAll(nodes, {
  builds,
  report: ({ message }) => {
    process.stdout.write(`${message}\n`);
  },
});
