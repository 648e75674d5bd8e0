import { Component } from '@angular/core';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { mount, shows } from '../../../testing/mount';
import { TestApi, sessionOf } from '../../../testing/test-api';
import { until } from '../../../testing/until';
import { SessionStore } from '../../core/session/session.store';
import { SignInPage } from './sign-in.page';

@Component({ selector: 'app-anywhere', template: 'arrived' })
class Anywhere {}

async function page(returnUrl?: string) {
  const server = new TestApi();
  const mounted = await mount(SignInPage, {
    providers: [server.provider],
    routes: [{ path: '**', component: Anywhere }],
    inputs: { returnUrl },
  });
  const [username, password] = await mounted.loader.getAllHarnesses(MatInputHarness);
  const submit = await mounted.loader.getHarness(MatButtonHarness.with({ text: 'Sign in' }));
  return { ...mounted, server, username, password, submit };
}

describe('SignInPage', () => {
  it('signs in and goes where the reader wanted to go', async () => {
    const mounted = await page('/operations?state=failed');
    const { server, username, password, submit } = mounted;
    server.on('POST', '/auth/login', () => sessionOf('token'));
    await username?.setValue('ada');
    await password?.setValue('secret');
    await submit.click();
    await until(mounted, () => TestBed.inject(Router).url === '/operations?state=failed');
    expect(server.asked('POST', '/auth/login')[0]?.body).toEqual({ username: 'ada', password: 'secret' });
    expect(TestBed.inject(SessionStore).token()).toBe('token');
  });

  it('never leads to another site', async () => {
    const mounted = await page('//evil.example');
    const { server, username, password, submit } = mounted;
    server.on('POST', '/auth/login', () => sessionOf('token'));
    await username?.setValue('ada');
    await password?.setValue('secret');
    await submit.click();
    await until(mounted, () => TestBed.inject(SessionStore).user() !== null);
    await mounted.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/');
  });

  it('asks for both fields before it asks the server', async () => {
    const { server, submit, loader } = await page();
    await submit.click();
    const fields = await loader.getAllHarnesses(MatFormFieldHarness);
    const errors = await Promise.all(fields.map((field) => field.getTextErrors()));
    expect(errors).toEqual([['Enter your user name'], ['Enter your password']]);
    expect(server.requests).toEqual([]);
  });

  it('says in words that the password is wrong', async () => {
    const mounted = await page();
    const { server, username, password, submit } = mounted;
    server.refuse('POST', '/auth/login', {
      type: 'about:blank',
      title: 'Invalid credentials',
      status: 401,
      code: 'invalid_credentials',
      detail: 'The name or the password is wrong.',
    });
    await username?.setValue('ada');
    await password?.setValue('wrong');
    await submit.click();
    await shows(mounted, 'User name or password is wrong');
  });
});
