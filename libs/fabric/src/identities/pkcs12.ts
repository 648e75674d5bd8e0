import { createCipheriv, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { keyIdentifier, parseCertificate } from './certificate';
import { der, explicit, octetString, oid, sequence, set, Tag, unsignedInteger } from './der-writer';
import type { KeyPair } from './key-pair';
import { fromPem } from './pem';
import { pkcs12MacKey } from './pkcs12-kdf';

export interface Pkcs12Options {
  readonly identity: KeyPair;
  /** Certificate of the CA that issued it, PEM. */
  readonly caCertificate: string;
  /** The name that key stores show for the entry. */
  readonly friendlyName: string;
  readonly password: string;
}

/** Rounds of both key derivations, as in Java's key stores; ten times as many block a thread for half a second. */
const ITERATIONS = 10_000;

const Oid = {
  data: '1.2.840.113549.1.7.1',
  keyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

const NULL = Buffer.of(0x05, 0x00);

/**
 * Key, certificate and CA certificate in one file that browsers, Java and OpenSSL read (RFC 7292). The private key is
 * encrypted with AES-256 under the password, the whole is sealed with HMAC-SHA-256; certificates are public and stay
 * readable.
 * @throws InvalidCertificateError
 */
export async function pkcs12(options: Pkcs12Options): Promise<Buffer> {
  const { identity, caCertificate, friendlyName, password } = options;
  const keyId = keyIdentifier(parseCertificate(identity.certificate).publicKey);
  const named = [attribute(Oid.friendlyName, bmp(friendlyName)), attribute(Oid.localKeyId, octetString(keyId))];
  const certificates = sequence(certificateBag(identity.certificate, named), certificateBag(caCertificate, []));
  const encrypted = await encryptedKey(fromPem('PRIVATE KEY', identity.privateKey), password);
  const keys = sequence(bag(Oid.keyBag, encrypted, named));
  const content = sequence(dataOf(certificates), dataOf(keys));
  return sequence(unsignedInteger(Buffer.of(3)), dataOf(content), macOf(content, password));
}

/** EncryptedPrivateKeyInfo under PBES2 (RFC 8018). */
async function encryptedKey(key: Uint8Array, password: string): Promise<Buffer> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', await promisify(pbkdf2)(password, salt, ITERATIONS, 32, 'sha256'), iv);
  const ciphertext = Buffer.concat([cipher.update(key), cipher.final()]);
  const derivation = sequence(
    oid(Oid.pbkdf2),
    sequence(octetString(salt), integer(ITERATIONS), sequence(oid(Oid.hmacWithSha256), NULL)),
  );
  const encryption = sequence(oid(Oid.aes256Cbc), octetString(iv));
  return sequence(sequence(oid(Oid.pbes2), sequence(derivation, encryption)), octetString(ciphertext));
}

function macOf(content: Uint8Array, password: string): Buffer {
  const salt = randomBytes(16);
  const key = pkcs12MacKey({ password, salt, iterations: ITERATIONS });
  const mac = createHmac('sha256', key).update(content).digest();
  return sequence(sequence(sequence(oid(Oid.sha256), NULL), octetString(mac)), octetString(salt), integer(ITERATIONS));
}

function certificateBag(certificate: string, attributes: readonly Buffer[]): Buffer {
  const bytes = octetString(fromPem('CERTIFICATE', certificate));
  return bag(Oid.certificateBag, sequence(oid(Oid.x509Certificate), explicit(0, bytes)), attributes);
}

function bag(type: string, content: Uint8Array, attributes: readonly Buffer[]): Buffer {
  return sequence(oid(type), explicit(0, content), ...(attributes.length > 0 ? [set(...attributes)] : []));
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), set(value));
}

/** ContentInfo of type data around an encoded value. */
function dataOf(content: Uint8Array): Buffer {
  return sequence(oid(Oid.data), explicit(0, octetString(content)));
}

function bmp(text: string): Buffer {
  return der(Tag.bmpString, Buffer.from(text, 'utf16le').swap16());
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return unsignedInteger(bytes);
}
