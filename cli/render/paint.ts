import pc from 'picocolors';

/** Colours, or none of them where the output is no terminal. */
export const paintFor = (colour: boolean): Paint => pc.createColors(colour);
export type Paint = ReturnType<typeof pc.createColors>;
