/** Preload: kills this process with SIGKILL at the step boundary in DIE_AT, for example `two:after`. */
import { subscribe } from 'node:diagnostics_channel';

const boundary = process.env['DIE_AT'];
subscribe('heddle:operation', ({ step, at }) => {
  if (`${step}:${at}` === boundary) process.kill(process.pid, 'SIGKILL');
});
