import type * as Pki from 'pkijs';
import { keyIdentifier, parseCertificate } from './certificate';
import type { KeyPair } from './key-pair';
import { fromPem } from './pem';

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

const HASH = 'SHA-256';

const Oid = {
  keyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;

/**
 * Key, certificate and CA certificate in one file that browsers, Java and OpenSSL read (RFC 7292). The private key is
 * encrypted with AES-256 under the password, the whole is sealed with HMAC-SHA-256; certificates are public and stay
 * readable.
 * @throws InvalidCertificateError
 */
export async function pkcs12({ identity, caCertificate, friendlyName, password }: Pkcs12Options): Promise<Buffer> {
  // Loaded with the first file: it takes 50 ms, and most processes never write one.
  const [asn1, pki] = await Promise.all([import('asn1js'), import('pkijs')]);
  const keyId = keyIdentifier(parseCertificate(identity.certificate).publicKey);
  const bagAttributes = [
    new pki.Attribute({ type: Oid.friendlyName, values: [new asn1.BmpString({ value: friendlyName })] }),
    new pki.Attribute({ type: Oid.localKeyId, values: [new asn1.OctetString({ valueHex: keyId })] }),
  ];
  const certificate = (pem: string): Pki.CertBag => {
    const certValue = new asn1.OctetString({ valueHex: fromPem('CERTIFICATE', pem) });
    return new pki.CertBag({ certId: Oid.x509Certificate, certValue });
  };
  const key = fromPem('PRIVATE KEY', identity.privateKey);
  return sealed(pki, password, [
    [
      new pki.SafeBag({ bagId: Oid.certificateBag, bagValue: certificate(identity.certificate), bagAttributes }),
      new pki.SafeBag({ bagId: Oid.certificateBag, bagValue: certificate(caCertificate) }),
    ],
    [new pki.SafeBag({ bagId: Oid.keyBag, bagValue: await encrypted(pki, password, key), bagAttributes })],
  ]);
}

/** The key under PBES2 (RFC 8018): PBKDF2 with HMAC-SHA-256, then AES-256 in CBC mode. */
async function encrypted(pki: typeof Pki, password: string, key: Buffer): Promise<Pki.PKCS8ShroudedKeyBag> {
  const bag = new pki.PKCS8ShroudedKeyBag({ parsedValue: pki.PrivateKeyInfo.fromBER(key) });
  await bag.makeInternalValues({
    password: bytesOf(password),
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
    hmacHashAlgorithm: HASH,
    iterationCount: ITERATIONS,
  });
  return bag;
}

/** The bags of each safe in a file with an integrity check. */
async function sealed(pki: typeof Pki, password: string, safes: readonly Pki.SafeBag[][]): Promise<Buffer> {
  const safeContents = safes.map((safeBags) => ({ privacyMode: 0, value: new pki.SafeContents({ safeBags }) }));
  const authenticatedSafe = new pki.AuthenticatedSafe({ parsedValue: { safeContents } });
  await authenticatedSafe.makeInternalValues({ safeContents: safes.map(() => ({})) });
  const file = new pki.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await file.makeInternalValues({
    password: bytesOf(password),
    iterations: ITERATIONS,
    pbkdf2HashAlgorithm: { name: HASH },
    hmacHashAlgorithm: HASH,
  });
  return Buffer.from(file.toSchema().toBER());
}

function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text)).buffer;
}
