import { provideZonelessChangeDetection, type Provider, type Type } from '@angular/core';
import type { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding, type Routes } from '@angular/router';
import { TranslocoTestingModule, provideTranslocoTranspiler } from '@jsverse/transloco';
import { IcuTranspiler } from '../app/core/i18n/icu-transpiler';
import { en } from '../app/i18n/en';
import { zh } from '../app/i18n/zh';
import { LIVE_CONNECTOR } from '../app/live/live-connector';
import { TestSocket } from './test-socket';
import { until } from './until';

interface Mounted<C> {
  fixture: ComponentFixture<C>;
  element: HTMLElement;
  loader: HarnessLoader;
  socket: TestSocket;
  text: () => string;
}

/** Waits until the page shows what it should; says what it shows instead when that never happens. */
export async function shows(
  mounted: { fixture: ComponentFixture<unknown>; text: () => string },
  ...words: string[]
): Promise<void> {
  const missing = () => words.filter((one) => !mounted.text().includes(one));
  await until(
    mounted,
    () => missing().length === 0,
    () => `The page does not say ${JSON.stringify(missing())} but: ${mounted.text()}`,
  );
}

interface MountOptions {
  inputs?: Record<string, unknown>;
  providers?: Provider[];
  routes?: Routes;
  /** What has to be so when the component is made, such as that a user is signed in. */
  before?: () => Promise<void>;
}

/** A component with the console's real messages, a router and a socket that the spec plays the server of. */
export async function mount<C>(component: Type<C>, options: MountOptions = {}): Promise<Mounted<C>> {
  const socket = new TestSocket();
  TestBed.configureTestingModule({
    imports: [
      TranslocoTestingModule.forRoot({
        langs: { en, zh },
        translocoConfig: { availableLangs: ['en', 'zh'], defaultLang: 'en', reRenderOnLangChange: true },
        preloadLangs: true,
      }),
    ],
    providers: [
      provideZonelessChangeDetection(),
      provideRouter(options.routes ?? [], withComponentInputBinding()),
      provideTranslocoTranspiler(IcuTranspiler),
      { provide: LIVE_CONNECTOR, useValue: () => Promise.resolve(socket) },
      ...(options.providers ?? []),
    ],
  });
  await options.before?.();
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(options.inputs ?? {})) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  return {
    fixture,
    element,
    loader: TestbedHarnessEnvironment.loader(fixture),
    socket,
    text: () => element.textContent.replace(/\s+/g, ' ').trim(),
  };
}
