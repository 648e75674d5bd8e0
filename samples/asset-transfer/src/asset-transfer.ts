import { Context, Contract, Info, Param, Returns, Transaction } from 'fabric-contract-api';
import { Asset, AssetPrivateDetails, encode } from './asset.js';
import { privateDetails } from './private-input.js';

/** The private data collection that the definition must name. */
export const COLLECTION = 'assetPrivateDetails';

@Info({ title: 'AssetTransfer', description: 'Assets with an owner, private appraisals and events' })
export class AssetTransferContract extends Contract {
  public constructor() {
    super('AssetTransfer');
  }

  /** Writes a new asset; its private details, when the transient map has some, go to the collection. */
  @Transaction()
  @Param('size', 'number')
  @Returns('Asset')
  public async CreateAsset(ctx: Context, id: string, owner: string, colour: string, size: number): Promise<Asset> {
    if (await this.AssetExists(ctx, id)) throw new Error(`asset ${id} already exists`);
    const asset = checked({ id, owner, colour, size });
    await ctx.stub.putState(id, encode(asset));
    if (ctx.stub.getTransient().size > 0) await this.SetPrivateDetails(ctx, id);
    ctx.stub.setEvent('AssetCreated', encode(asset));
    return asset;
  }

  @Transaction(false)
  @Returns('Asset')
  public async ReadAsset(ctx: Context, id: string): Promise<Asset> {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) throw new Error(`asset ${id} does not exist`);
    return JSON.parse(Buffer.from(bytes).toString()) as Asset;
  }

  @Transaction(false)
  @Returns('boolean')
  public async AssetExists(ctx: Context, id: string): Promise<boolean> {
    return (await ctx.stub.getState(id)).length > 0;
  }

  /** Changes the owner of the asset and returns the previous owner. */
  @Transaction()
  @Returns('string')
  public async TransferAsset(ctx: Context, id: string, owner: string): Promise<string> {
    const asset = await this.ReadAsset(ctx, id);
    const changed = checked({ ...asset, owner });
    await ctx.stub.putState(id, encode(changed));
    ctx.stub.setEvent('AssetTransferred', encode(changed));
    return asset.owner;
  }

  @Transaction()
  public async DeleteAsset(ctx: Context, id: string): Promise<void> {
    const asset = await this.ReadAsset(ctx, id);
    await ctx.stub.deleteState(id);
    await ctx.stub.deletePrivateData(COLLECTION, id);
    ctx.stub.setEvent('AssetDeleted', encode(asset));
  }

  /** Every asset, ordered by id. */
  @Transaction(false)
  @Returns('Asset[]')
  public async GetAllAssets(ctx: Context): Promise<Asset[]> {
    const assets: Asset[] = [];
    for await (const { value } of ctx.stub.getStateByRange('', '')) {
      assets.push(JSON.parse(Buffer.from(value).toString()) as Asset);
    }
    return assets;
  }

  /** Keeps what the transient map says about an asset in the private collection. */
  @Transaction()
  public async SetPrivateDetails(ctx: Context, id: string): Promise<void> {
    const details = privateDetails(ctx.stub.getTransient(), id);
    await ctx.stub.putPrivateData(COLLECTION, id, encode(details));
  }

  @Transaction(false)
  @Returns('AssetPrivateDetails')
  public async ReadPrivateDetails(ctx: Context, id: string): Promise<AssetPrivateDetails> {
    const bytes = await ctx.stub.getPrivateData(COLLECTION, id);
    if (bytes.length === 0) throw new Error(`asset ${id} has no private details that this peer may show`);
    return JSON.parse(Buffer.from(bytes).toString()) as AssetPrivateDetails;
  }
}

function checked(asset: Asset): Asset {
  if (asset.id === '') throw new Error('an asset needs an id');
  if (asset.owner === '') throw new Error('an asset needs an owner');
  if (!Number.isSafeInteger(asset.size) || asset.size < 0) throw new Error('size must be a whole number, 0 or more');
  return asset;
}
