import { SingleBar } from 'cli-progress';
import { say } from '../lib/say.mjs';

/**
 * Shows the progress of an operation: a bar on a terminal, otherwise one line per message.
 * @param {string} title
 * @returns {{ update: (event: { progress: number, message: string }) => void, end: (state: string, seconds: number) => void }}
 */
export function operationBar(title) {
  return process.stdout.isTTY ? movingBar(title) : lines(title);
}

/** @param {string} title */
function movingBar(title) {
  const bar = new SingleBar({
    format: `${title.padEnd(34)} {bar} {percentage}%  {message}`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    linewrap: false,
    etaBuffer: 2,
  });
  bar.start(100, 0, { message: '' });
  return {
    /** @param {{ progress: number, message: string }} event */
    update: ({ progress, message }) => bar.update(Math.round(progress * 100), { message }),
    /**
     * @param {string} state
     * @param {number} seconds
     */
    end: (state, seconds) => {
      bar.update(state === 'succeeded' ? 100 : Math.round(bar.getProgress() * 100), {
        message: `${state}, ${seconds.toFixed(1)} s`,
      });
      bar.stop();
    },
  };
}

/** @param {string} title */
function lines(title) {
  return {
    /** @param {{ progress: number, message: string }} event */
    update: ({ progress, message }) => say(`${title} ${String(Math.round(progress * 100)).padStart(3)}%  ${message}`),
    /**
     * @param {string} state
     * @param {number} seconds
     */
    end: (state, seconds) => say(`${title} ${state}, ${seconds.toFixed(1)} s`),
  };
}
