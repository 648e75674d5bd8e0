import { NestFactory, ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, RequestHandler, Response } from 'express';
import { API_PREFIX } from '@heddle/contracts';
import { AppModule } from './app.module';
import { Authenticator } from './auth/authenticator';
import { webConsole } from './console/web-console';
import { metricsGuard } from './health/metrics-guard';
import { Readiness } from './health/readiness';
import { systemPages } from './health/system-pages';
import { contentPolicy } from './http/content-policy';
import { keepAddress } from './http/keep-address';
import { methodCheck } from './http/method-check';
import { ProblemFilter } from './http/problem.filter';
import { RequestGuard } from './http/request-guard';
import { requestLog } from './http/request-log';
import { checkRoutes, controllersOf } from './http/route-check';
import { NestLog } from './logger';
import { LiveServer } from './live/live-server';
import { Metrics } from './metrics/metrics';
import { openApiPages } from './openapi/openapi-page';
import type { Resources } from './resources';

/** The API, ready to listen. @throws RouteCheckError if controllers and contracts differ */
export async function createApplication(resources: Resources): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.over(resources), {
    bodyParser: false,
    logger: new NestLog(resources.log),
    abortOnError: false,
  });
  checkRoutes(controllersOf(app.get(ModulesContainer)));
  app.set('trust proxy', resources.settings.http.trustProxy);
  app.disable('x-powered-by');
  app.useGlobalFilters(new ProblemFilter(resources.log, { strict: resources.settings.environment === 'test' }));
  const metrics = app.get(Metrics);
  app.use(keepAddress, app.get(RequestGuard).middleware, requestLog(resources.log, metrics), ...contentPolicy());
  const guard = metricsGuard(app.get(Authenticator), resources.settings.http.metricsToken);
  app.use(systemPages({ metrics, readiness: app.get(Readiness), metricsGuard: guard }));
  app.use('/api', openApiPages());
  app.use(API_PREFIX, neverCached, methodCheck());
  const site = webConsole(resources.settings.http.webRoot);
  app.use(unlessApi(site));
  await app.init();
  app.get(LiveServer).attach(app.getHttpServer());
  return app;
}

/** Clients may cache answers, but must revalidate them each time (ETag, 304). */
function neverCached(_: Request, response: Response, next: () => void): void {
  response.setHeader('Cache-Control', 'private, no-cache');
  next();
}

/** Unknown addresses below /api are answered with a JSON problem instead of the console's page. */
function unlessApi(site: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (/^\/(api|socket\.io)(\/|$)/.test(request.path)) next();
    else site(request, response, next);
  };
}
