import { runtimeContract } from '@heddle/runtime';
import { localHarness } from './harness/local-harness';

runtimeContract('This machine', localHarness);
