import { common } from '@hyperledger/fabric-protos';
import { CONFIG, CONFIG_UPDATE } from './config-schemas';
import { decodeMessage } from './decode-message';
import { encodeMessage } from './encode-message';
import type { JsonObject } from './json-value';

/**
 * A configuration as JSON, in the shape that `configtxlator proto_decode --type common.Config` prints. Values that
 * can't be expanded without loss (keys or fields that this library does not know) stay base64 text.
 */
export function configToJson(config: common.Config): JsonObject {
  return decodeMessage(CONFIG, config.serializeBinary());
}

/**
 * The reverse of {@link configToJson}; also reads what configtxlator printed.
 *
 * Bytes are canonical (maps sorted, defaults left out), while those of other tools may be in another order. To
 * compute an update from edited JSON, therefore send the original through JSON as well:
 * `computeConfigUpdate(name, configFromJson(configToJson(original)), configFromJson(edited))`.
 * @throws ConfigJsonError with the path of what is wrong.
 */
export function configFromJson(json: JsonObject): common.Config {
  return common.Config.deserializeBinary(encodeMessage(CONFIG, json, ''));
}

/** An update as JSON, as `configtxlator proto_decode --type common.ConfigUpdate` prints it. */
export function configUpdateToJson(update: common.ConfigUpdate): JsonObject {
  return decodeMessage(CONFIG_UPDATE, update.serializeBinary());
}

/** @throws ConfigJsonError with the path of what is wrong. */
export function configUpdateFromJson(json: JsonObject): common.ConfigUpdate {
  return common.ConfigUpdate.deserializeBinary(encodeMessage(CONFIG_UPDATE, json, ''));
}
