// What stands in the panel while a page is on its way.
import { Skeleton } from '../../shared/ui/states';

export function PendingPage() {
  return (
    <div className="page-body">
      <Skeleton lines={10} />
    </div>
  );
}
