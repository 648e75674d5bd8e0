import { REACHABILITY } from '@heddle/contracts';
import { serviceTypeFor } from './service-type';

describe('the type of a Service', () => {
  it('is the one that the way of reaching it asks for', () => {
    expect(REACHABILITY.map(serviceTypeFor)).toEqual([
      'ClusterIP',
      'ClusterIP',
      'NodePort',
      'LoadBalancer',
      'ClusterIP',
      'ClusterIP',
    ]);
  });
});
