import { Injectable } from '@nestjs/common';
import { BlockFeeds } from '../blocks/feed/block-feeds';
import { ChaincodeFeeds } from '../chaincode-events/feed/chaincode-feeds';

/** What sockets hear from peers, beside the rooms that the database keeps. */
@Injectable()
export class LiveSources {
  constructor(
    readonly chaincodes: ChaincodeFeeds,
    readonly blocks: BlockFeeds,
  ) {}
}
