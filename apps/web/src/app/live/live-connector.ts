import { InjectionToken } from '@angular/core';
import { connectLive, type LiveConnector } from '@heddle/client';

/** Opens the socket of the live feed; replaced in specs. */
export const LIVE_CONNECTOR = new InjectionToken<LiveConnector>('LIVE_CONNECTOR', {
  providedIn: 'root',
  factory: () => connectLive(),
});
