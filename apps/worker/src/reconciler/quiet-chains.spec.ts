import { ChainId } from '@heddle/contracts';
import { QuietChains } from './quiet-chains';

const chain = ChainId.parse('5f0f6b2e-6f4e-4d0e-9a55-1d0b9b2b8c11');

it('lets observations of a chain grow old again once nothing has changed for a while', () => {
  const quiet = new QuietChains();
  const atRest = quiet.maxAgeMs(chain);
  expect(atRest).toBeGreaterThan(0);
  quiet.stir(chain, new Date(0));
  quiet.settle(new Date(9_000));
  expect(quiet.maxAgeMs(chain)).toBe(0);
  quiet.settle(new Date(10_000));
  expect(quiet.maxAgeMs(chain)).toBe(atRest);
});
