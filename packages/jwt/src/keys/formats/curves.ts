/** An elliptic curve of RFC 7518 section 6.2.1.1, under its name in each format. */
export interface Curve {
  /** Member `crv` of a JWK. */
  readonly name: 'P-256' | 'P-384' | 'P-521';
  /** Bytes of a coordinate and of a private scalar. */
  readonly bytes: number;
  /** Object identifier of RFC 5480 section 2.1.1.1, its DER content as hexadecimal. */
  readonly objectId: string;
  /** Name of RFC 5656 section 10.1. */
  readonly sshName: string;
}

/** The curves that ECDSA algorithms of JWS use. */
const CURVES: readonly Curve[] = [
  { name: 'P-256', bytes: 32, objectId: '2a8648ce3d030107', sshName: 'nistp256' },
  { name: 'P-384', bytes: 48, objectId: '2b81040022', sshName: 'nistp384' },
  { name: 'P-521', bytes: 66, objectId: '2b81040023', sshName: 'nistp521' },
];

/** Finds the curve that has a value in one of its notations. */
export function findCurve(notation: keyof Curve, value: unknown): Curve | undefined {
  return CURVES.find((curve) => curve[notation] === value);
}
