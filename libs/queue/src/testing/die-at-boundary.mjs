/** Preload: kill -9 of this process at the step boundary that DIE_AT names, such as `two:after`. */
import { subscribe } from 'node:diagnostics_channel';

const boundary = process.env['DIE_AT'];
subscribe('heddle:operation', ({ step, at }) => {
  if (`${step}:${at}` === boundary) process.kill(process.pid, 'SIGKILL');
});
