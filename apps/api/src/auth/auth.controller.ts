import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { api, type CurrentUser, type InputOf, type Session } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import { AuthService } from './auth.service';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie';

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

@Controller()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Endpoint(api.auth.login)
  async login(
    @Input() { body }: InputOf<typeof api.auth.login>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return answer({ request, response }, await this.auth.signIn(body, request.ip ?? ''));
  }

  @Endpoint(api.auth.refresh)
  async refresh(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Session> {
    return answer({ request, response }, await this.auth.refresh(readRefreshCookie(request)));
  }

  @Endpoint(api.auth.logout)
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<undefined> {
    await this.auth.signOut(readRefreshCookie(request));
    clearRefreshCookie(response);
    return undefined;
  }

  @Endpoint(api.auth.me)
  me(@Caller() caller: Principal): Promise<CurrentUser> {
    return this.auth.me(caller);
  }

  @Endpoint(api.auth.changePassword)
  async changePassword(
    @Caller() caller: Principal,
    @Input() { body }: InputOf<typeof api.auth.changePassword>,
  ): Promise<undefined> {
    await this.auth.changePassword(caller, body);
    return undefined;
  }
}

function answer(
  { request, response }: Exchange,
  { session, refresh }: Awaited<ReturnType<AuthService['signIn']>>,
): Session {
  setRefreshCookie(request, response, refresh);
  return session;
}
