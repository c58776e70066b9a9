import type { Fingerprint } from '@naervaer/machines/protocol';

/** This tab's certificate for all its connections, and how the others know it. */
export interface OwnCertificate {
  readonly certificate: RTCCertificate;
  readonly fingerprint: Fingerprint;
}

const SHA_256 = /^a=fingerprint:sha-256 ([0-9A-F:]+)\s*$/im;

/** The SHA-256 fingerprint that a session description says of its sender (RFC 8122). */
export const fingerprintIn = (sdp: string): Fingerprint | undefined =>
  SHA_256.exec(sdp)?.[1]?.toUpperCase();

/** Firefox has no `getFingerprints`; what a connection would say of the certificate is the same. */
async function fingerprintByOffer(certificate: RTCCertificate): Promise<Fingerprint | undefined> {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  try {
    connection.createDataChannel('unused');
    return fingerprintIn((await connection.createOffer()).sdp ?? '');
  } finally {
    connection.close();
  }
}

/** @throws {Error} when the browser says no fingerprint of its own certificate */
export async function makeCertificate(): Promise<OwnCertificate> {
  const algorithm: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
  const certificate = await RTCPeerConnection.generateCertificate(algorithm);
  const told = certificate
    .getFingerprints?.()
    .find(({ algorithm: name }) => name?.toLowerCase() === 'sha-256')?.value;
  const fingerprint = told?.toUpperCase() ?? (await fingerprintByOffer(certificate));
  if (fingerprint === undefined) throw new Error('no fingerprint');
  return { certificate, fingerprint };
}

let own: Promise<OwnCertificate> | undefined;

/** One a tab, made when it is first asked for; a failure is not kept. */
export function ownCertificate(): Promise<OwnCertificate> {
  own ??= makeCertificate().catch((error: unknown) => {
    own = undefined;
    throw error;
  });
  return own;
}
