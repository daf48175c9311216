/** The part of the platform's text decoder we use; it exists in browsers, workers and servers alike. */
interface Decoder {
  readonly encoding: string;
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}
declare const TextDecoder: new (
  label?: string,
  options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
) => Decoder;

/** A decoder of an encoding; `fatal` throws on a byte that means nothing, else such bytes become U+FFFD. Byte order marks are dropped. */
export function decoder(encoding: string, { fatal = false }: { readonly fatal?: boolean } = {}): Decoder {
  return new TextDecoder(encoding, { fatal });
}

/** Decodes bytes strictly; null when one of them means nothing in the encoding, or the encoding is unknown here. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return decoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether the platform can decode an encoding. */
export function canDecode(encoding: string): boolean {
  try {
    return decoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}
