// What stands in the place of a page, or of the whole app, while it is on its way.
import { Skeleton } from '../../shared/ui/states';
import './shell.css';

export function PendingPage() {
  return (
    <div className="page-body">
      <Skeleton lines={10} />
    </div>
  );
}

export function PendingShell() {
  return (
    <div className="shell">
      <div className="side" />
      <div className="panel">
        <PendingPage />
      </div>
    </div>
  );
}
