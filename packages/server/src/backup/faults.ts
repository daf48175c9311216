/** Why a copy cannot be made or read. `remedy` is a sentence for the operator. */
export class BackupError extends Error {
  readonly code: 'damaged' | 'not_a_copy' | 'newer' | 'not_empty' | 'different' | 'unwritten';
  readonly remedy: string;
  constructor(code: BackupError['code'], message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BackupError';
    this.code = code;
    this.remedy = remedy;
  }
}
