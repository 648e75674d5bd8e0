import { SingleBar } from 'cli-progress';
import { say } from '../lib/say.mjs';

interface ProgressBar {
  readonly update: (event: { progress: number; message: string }) => void;
  readonly end: (state: string, seconds: number) => void;
}

/** Shows the progress of an operation: a bar on a terminal, otherwise one line per message. */
export function operationBar(title: string): ProgressBar {
  return process.stdout.isTTY ? movingBar(title) : lines(title);
}

function movingBar(title: string): ProgressBar {
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
    update: ({ progress, message }) => {
      bar.update(Math.round(progress * 100), { message });
    },
    end: (state, seconds) => {
      bar.update(state === 'succeeded' ? 100 : Math.round(bar.getProgress() * 100), {
        message: `${state}, ${seconds.toFixed(1)} s`,
      });
      bar.stop();
    },
  };
}

function lines(title: string): ProgressBar {
  return {
    update: ({ progress, message }) => {
      say(`${title} ${String(Math.round(progress * 100)).padStart(3)}%  ${message}`);
    },
    end: (state, seconds) => {
      say(`${title} ${state}, ${seconds.toFixed(1)} s`);
    },
  };
}
