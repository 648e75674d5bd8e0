import type { PERMISSIONS } from './permissions';
import { ROLE_PERMISSIONS } from './permissions';
import type { Route } from './route';
import { api } from './routes';

const routes: Route[] = Object.values(api).flatMap((resource) => Object.values<Route>(resource));

describe('api', () => {
  it('has each method and path once', () => {
    const endpoints = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(endpoints).size).toBe(endpoints.length);
  });

  it('describes every parameter of every path', () => {
    for (const { path, params } of routes) {
      const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      expect(Object.keys(params.shape)).toEqual(named);
    }
  });

  it('is public only for sign-in', () => {
    const open = routes.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(open).toEqual(['/auth/login', '/auth/refresh', '/auth/logout']);
  });

  it('requires a write permission for every route that changes something', () => {
    const changing = routes.filter(({ method, access }) => method !== 'GET' && access !== 'public');
    for (const { path, access } of changing) {
      expect([path, ROLE_PERMISSIONS.viewer.includes(access as (typeof PERMISSIONS)[number])]).toEqual([path, false]);
    }
  });
});
