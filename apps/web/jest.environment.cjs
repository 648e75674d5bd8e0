const { failFast } = require('../../tools/test/environment/fail-fast.cjs');

const Base = failFast(require('jest-preset-angular/environments/jest-jsdom-env.js').default);

/** jsdom has no fetch: its vocabulary comes from Node. */
module.exports = class extends Base {
  async setup() {
    await super.setup();
    for (const name of ['Headers', 'Request', 'Response', 'Blob', 'TextEncoder', 'TextDecoder', 'structuredClone']) {
      this.global[name] ??= globalThis[name];
    }
    this.global.Response = Response;
    // Nothing has a place on the screen there.
    this.global.Element.prototype.scrollIntoView ??= () => undefined;
    this.global.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  }
};
