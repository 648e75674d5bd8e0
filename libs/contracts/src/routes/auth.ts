import { ChangePassword, CurrentUser, Login, Session } from '../auth';
import { route } from '../route';
import { nothing } from './params';

export const authRoutes = {
  login: route('POST /auth/login', {
    access: 'public',
    tag: 'Auth',
    summary: 'Sign in; the refresh token is set as an httpOnly cookie',
    body: Login,
    response: Session,
  }),
  refresh: route('POST /auth/refresh', {
    access: 'public',
    tag: 'Auth',
    summary: 'Exchange the refresh cookie for a new session; the cookie rotates',
    response: Session,
  }),
  logout: route('POST /auth/logout', {
    access: 'public',
    tag: 'Auth',
    summary: 'End the session of the refresh cookie',
    status: 204,
    response: nothing,
  }),
  me: route('GET /auth/me', {
    access: 'authenticated',
    tag: 'Auth',
    summary: 'Who is signed in and what they may do',
    response: CurrentUser,
  }),
  changePassword: route('POST /auth/password', {
    access: 'authenticated',
    tag: 'Auth',
    summary: 'Change your password; all other sessions end',
    status: 204,
    body: ChangePassword,
    response: nothing,
  }),
};
