/**
 * `node --import` of an API whose requests throw at the point that their header `x-throw` names, outside of any await.
 */
import { ServerResponse } from 'node:http';

const boom = () => {
  throw new Error('thrown by a test');
};

const PLACES = {
  'data of the request': (request) => request.once('data', boom),
  'end of the request': (request) => request.once('end', boom),
  'close of the response': (_, response) => response.once('close', boom),
  timer: () => setTimeout(boom, 1),
  rejection: () => void Promise.reject(new Error('rejected by a test')),
};

const setHeader = ServerResponse.prototype.setHeader;
ServerResponse.prototype.setHeader = function (name, ...values) {
  if (name === 'Cache-Control' && !this.thrown) {
    this.thrown = true;
    PLACES[this.req.headers['x-throw']]?.(this.req, this);
  }
  return setHeader.call(this, name, ...values);
};

/** Without a request: on a signal that the API does not use otherwise. */
process.on('SIGUSR2', boom);
