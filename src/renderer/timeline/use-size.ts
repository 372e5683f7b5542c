import { useLayoutEffect, useState, type RefObject } from 'react';

/** The inner size of an element (without its scroll bars), CSS px; 0 until it is known. */
export function useSize(element: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const observed = element.current;
    if (observed === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = observed;
      setSize((last) => (last.width === width && last.height === height ? last : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(observed);
    // A scroll bar comes and goes with the content's size.
    if (observed.firstElementChild !== null) observer.observe(observed.lastElementChild ?? observed);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return size;
}
