import { useComparison } from '../state/comparison';
import { offerCommandOf } from '../state/profile';
import { useViewState } from '../state/view';

/** Once for each recording that is shown: what is typed afterwards stays. */
export function offerCommands(): void {
  useViewState.subscribe(({ comparison }, last) => {
    if (comparison === null || comparison === last.comparison) return;
    const shown = useComparison.getState().documents[comparison];
    if (shown !== undefined) offerCommandOf(shown);
  });
}
