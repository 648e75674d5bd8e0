import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import compression from 'compression';
import express, { type Request, type Response, type Router } from 'express';
import type { PageLocals } from '../http/content-policy';
import { openApiDocument } from './openapi';

/** Folder of the page's scripts and styles, which are served from here instead of a CDN. */
const ASSETS = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const SHARED = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const START = `window.addEventListener('load', () => {
  window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#page', deepLinking: true, persistAuthorization: false });
});
`;

const page = (nonce: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Heddle API</title>
    <link rel="icon" href="/api/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="page"></div>
    <script nonce="${nonce}" src="/api/docs/swagger-ui-bundle.js"></script>
    <script nonce="${nonce}" src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** `/api/openapi.json` and `/api/docs`, the page to browse it. */
export function openApiPages(): Router {
  const router = express.Router();
  const document = JSON.stringify(openApiDocument());
  // Named paths, because this router also receives every request of the REST API.
  router.use(['/openapi.json', '/docs'], compression());
  router.get('/openapi.json', (_: Request, response: Response) => {
    response.type('application/json').send(document);
  });
  router.get('/docs', (_: Request, response: Response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(page((response.locals as PageLocals).nonce));
  });
  router.get('/docs/start.js', (_: Request, response: Response) => {
    response.type('text/javascript').send(START);
  });
  for (const file of SHARED) {
    router.get(`/docs/${file}`, (_: Request, response: Response) => {
      response.sendFile(file, { root: ASSETS, maxAge: '1d' });
    });
  }
  return router;
}
