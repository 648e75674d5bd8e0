import { InterceptingCall, status, type Interceptor } from '@grpc/grpc-js';

/** Lets an AbortSignal cancel a call that a library makes for us. */
export function abortInterceptor(signal: AbortSignal): Interceptor {
  return (options, nextCall) => {
    const call = new InterceptingCall(nextCall(options), {
      start(metadata, _listener, next) {
        next(metadata, {
          onReceiveStatus(received, pass) {
            signal.removeEventListener('abort', cancel);
            pass(received);
          },
        });
        if (signal.aborted) cancel();
        else signal.addEventListener('abort', cancel, { once: true });
      },
    });
    const cancel = () => {
      call.cancelWithStatus(status.CANCELLED, 'aborted by the caller');
    };
    return call;
  };
}
