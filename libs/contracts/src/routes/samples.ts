import { z } from 'zod';
import { ChaincodeSample, SampleName } from '../chaincode-samples';
import { ChaincodeSource } from '../chaincodes';
import { pageOf } from '../pagination';
import { route } from '../route';

export const sampleRoutes = {
  list: route('GET /chaincode-samples', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'Sample chaincodes that ship with Heddle, one for each variant',
    response: pageOf(ChaincodeSample),
  }),
  use: route('POST /chaincode-samples/:sample/source', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Use a sample as source, as if it had been uploaded',
    status: 201,
    params: z.strictObject({ sample: SampleName }),
    response: ChaincodeSource,
  }),
};
