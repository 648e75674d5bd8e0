import type { X509Certificate } from 'node:crypto';
import type { ConsenterDefinition, MspMaterial, Pem } from '../definition/channel-definition';
import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { readCertificate } from './check-certificates';

type TlsAuthorities = Pick<MspMaterial, 'tlsRootCerts' | 'tlsIntermediateCerts'>;

/**
 * `orderer/consensus/etcdraft/util.go`, VerifyConfigMetadata: the TLS certificates of consenters must be issued by the
 * orderer organizations. Certificates that can't be parsed are not this check's concern.
 */
export function checkConsenterTrust(
  consenters: readonly ConsenterDefinition[],
  authorities: readonly TlsAuthorities[],
  path: string,
): ChannelDefinitionProblem[] {
  const roots = authorities.flatMap(({ tlsRootCerts }) => certificates(tlsRootCerts));
  const intermediates = authorities.flatMap(({ tlsIntermediateCerts }) => certificates(tlsIntermediateCerts ?? []));
  if (roots.length === 0) return [];
  return consenters.flatMap(({ clientTlsCert, serverTlsCert }, index) =>
    certificates(clientTlsCert === serverTlsCert ? [clientTlsCert] : [clientTlsCert, serverTlsCert])
      .filter((certificate) => !isTrusted(certificate, roots, intermediates))
      .map((certificate) => untrusted(certificate, `${path}.${index}`)),
  );
}

function certificates(pems: readonly Pem[]): X509Certificate[] {
  return pems.map(readCertificate).filter((certificate) => certificate !== undefined);
}

function isTrusted(
  certificate: X509Certificate,
  roots: readonly X509Certificate[],
  intermediates: readonly X509Certificate[],
): boolean {
  if (roots.some((root) => issued(root, certificate))) return true;
  return intermediates.some(
    (intermediate) =>
      issued(intermediate, certificate) &&
      isTrusted(
        intermediate,
        roots,
        intermediates.filter((other) => other !== intermediate),
      ),
  );
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function untrusted(certificate: X509Certificate, path: string): ChannelDefinitionProblem {
  return {
    code: 'consenter_untrusted',
    path,
    message: `no orderer organization’s TLS CA issued the certificate of ${certificate.subject}`,
    remedy: 'Issue it by the TLS CA of an orderer organization, or name that CA in the organization’s tlsRootCerts.',
  };
}
