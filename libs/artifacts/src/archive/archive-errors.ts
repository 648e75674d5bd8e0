/** An uploaded archive cannot or must not be used; the message contains the reason. */
export class UnsupportedArchiveError extends Error {
  override readonly name = 'UnsupportedArchiveError';
  readonly code = 'unsupported_archive';
  readonly retryable = false;
  readonly remedy: string;

  constructor(
    message: string,
    {
      remedy = 'Pack the chaincode project again as zip or tar.gz, with plain files and folders only.',
      cause,
    }: { remedy?: string; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.remedy = remedy;
  }
}
