import { fillPlaceholders } from './placeholders';

it('puts the runtime’s folders in and leaves everything else as it is', () => {
  const values = { config: '/c', volume: (name: string) => `/v/${name}` };
  expect(fillPlaceholders('[${config}/tls/ca.crt] ${volume:ledger} ${HOME} $config', values)).toBe(
    '[/c/tls/ca.crt] /v/ledger ${HOME} $config',
  );
});
