import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { PageLocals } from '../http/content-policy';

/** Names with a content hash: `main-X5K2QJ7A.js`, and `chunk-0jL59Mh4.js` from the bundler. */
const HASHED = /([\\/]chunk-[\w-]{8}|-[A-Z0-9]{8})\.\w+(\.map)?$/;

/** The built console. Hashed files are cached permanently; every other address that a browser opens gets the page. */
export function webConsole(webRoot: string): Router {
  const router = express.Router();
  router.use(compression());
  router.use(
    express.static(webRoot, {
      index: false,
      setHeaders: (response: Response, path: string) => {
        response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  router.use((request: Request, response: Response, next: NextFunction) => {
    if (!['GET', 'HEAD'].includes(request.method) || request.accepts(['html']) === false || /\.\w+$/.test(request.path))
      next();
    else sendPage(webRoot, response).catch(next);
  });
  return router;
}

async function sendPage(webRoot: string, response: Response): Promise<void> {
  const html = await readFile(join(webRoot, 'index.html'), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  response.setHeader('Cache-Control', 'no-store');
  if (html === undefined) {
    response.status(503).type('text/plain').send('The console is not built. Run `npm start`, or `npm run build`.\n');
    return;
  }
  response.type('html').send(withNonce(html, (response.locals as PageLocals).nonce));
}

/** Adds the nonce to inline elements of the build, and passes it to Angular for styles that are added later. */
export function withNonce(html: string, nonce: string): string {
  return html
    .replaceAll(/<(style|script)(?![^>]*\snonce=)/g, `<$1 nonce="${nonce}"`)
    .replaceAll(/\sngCspNonce="[^"]*"/gi, '')
    .replace('<app-root', `<app-root ngCspNonce="${nonce}"`);
}
