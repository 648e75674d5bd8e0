import { runtimeContract } from '@heddle/runtime';
import { kubernetesHarness, type KubernetesHarness } from './testing/kubernetes-harness';

const harnesses: KubernetesHarness[] = [];

runtimeContract('Kubernetes', async () => {
  const harness = await kubernetesHarness();
  harnesses.push(harness);
  return harness;
});

afterAll(async () => {
  await Promise.all(harnesses.map((harness) => harness.settled()));
}, 120_000);
