/** What can be seen on this machine, of one kind of data. */
export interface DoctorCheck {
  readonly id: string;
  /** For people: "Threads on cores". */
  readonly title: string;
  readonly quality: 'exact' | 'sampled' | 'missing';
  /** What there is to see, or what is known about it, in a sentence. */
  readonly detail: string;
  /** Why it is no better; not there where it is the best there is. */
  readonly reason?: string;
  /** What makes it better: a command, or a sentence. */
  readonly remedy?: string;
}

export interface DoctorReport {
  readonly checks: readonly DoctorCheck[];
}
