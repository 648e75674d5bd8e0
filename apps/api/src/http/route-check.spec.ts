import 'reflect-metadata';
import { Controller, Get, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants';
import { api, type CurrentUser } from '@heddle/contracts';
import { RESOURCE_MODULES } from '../app.module';
import { Endpoint } from './endpoint';
import { checkRoutes, contractRoutes } from './route-check';

const CONTROLLERS = RESOURCE_MODULES.flatMap(
  (module) => Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) as Type[],
);

@Controller()
class Stray {
  @Get('stray')
  stray(): string {
    return 'undescribed';
  }
}

@Controller()
class Twice {
  @Endpoint(api.auth.me)
  me(): Promise<CurrentUser> {
    return Promise.reject(new Error('not called'));
  }
}

describe('the check of routes at start', () => {
  it('finds a controller for every route of contracts, and nothing else', () => {
    expect(() => {
      checkRoutes(CONTROLLERS);
    }).not.toThrow();
    expect(contractRoutes().length).toBeGreaterThan(35);
  });

  it('rejects a route that contracts do not describe', () => {
    expect(() => {
      checkRoutes([...CONTROLLERS, Stray]);
    }).toThrow('Stray.stray serves a route that contracts do not describe');
  });

  it('rejects an entry of contracts without a controller', () => {
    expect(() => {
      checkRoutes(CONTROLLERS.slice(1));
    }).toThrow('POST /auth/login has no controller');
  });

  it('rejects two controllers for one entry', () => {
    expect(() => {
      checkRoutes([...CONTROLLERS, Twice]);
    }).toThrow('GET /auth/me has 2 controllers');
  });
});
