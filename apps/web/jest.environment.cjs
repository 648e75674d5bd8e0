const { default: JsdomEnvironment } = require('jest-preset-angular/environments/jest-jsdom-env.js');
const { FailFast, killLeftovers } = require('../../tools/test/environment/fail-fast.ts');

/** jsdom has no fetch: its vocabulary comes from Node. */
module.exports = class extends JsdomEnvironment {
  #failFast = new FailFast();

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

  handleTestEvent(event, state) {
    this.#failFast.handle(event, state);
  }

  async teardown() {
    killLeftovers(this.global);
    await super.teardown();
  }
};
