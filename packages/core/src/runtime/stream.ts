/** Streams. */
export interface StreamRuntime {
  /** True if somebody has read from the stream, or has cancelled or destroyed it. */
  isDisturbed(stream: object): boolean;
  /** Ends the current turn of the event loop. */
  nextTurn(): Promise<void>;
}
