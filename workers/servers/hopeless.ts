/** A failure that trying again cannot mend: a wrong password, a torn data directory, a program that is not there. */
export class Hopeless extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Hopeless';
  }
}
