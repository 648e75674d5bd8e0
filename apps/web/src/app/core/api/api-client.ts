import { Injectable, inject } from '@angular/core';
import { Client } from '@heddle/client';
import { SessionStore } from '../session/session.store';
import { TRANSPORT } from './transport';

/** The only client of the REST API, for the signed-in user. */
@Injectable({ providedIn: 'root' })
export class ApiClient extends Client {
  constructor() {
    super(inject(TRANSPORT), inject(SessionStore).authentication);
  }
}
