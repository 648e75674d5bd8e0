import { Injectable } from '@nestjs/common';
import { BlockFeeds } from '../blocks/feed/block-feeds';
import { ChaincodeFeeds } from '../chaincode-events/feed/chaincode-feeds';

/** Ledger feeds of sockets, read from peers while a client listens. */
@Injectable()
export class LedgerFeeds {
  constructor(
    readonly chaincodes: ChaincodeFeeds,
    readonly blocks: BlockFeeds,
  ) {}
}
