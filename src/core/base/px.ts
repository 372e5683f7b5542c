/** CSS pixels on a canvas. */
export type Px = number & { readonly __unit: 'px' };

export const px = (value: number): Px => value as Px;
