// What is still to do for this customer, and what was done.
import { Button } from 'antd';
import { CircleCheck, ClipboardPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView, TaskView } from '../../../../shared/api/types';
import { useEnd, useEndless } from '../../../../shared/endless';
import { Deed } from '../../../../shared/ui/Deed';
import { Empty, ErrorState, Skeleton } from '../../../../shared/ui/states';
import { usePower } from '../../../session/session';
import { NewTask } from '../../../tasks/NewTask';
import { TaskItem } from '../TaskItem';

export function TasksTab({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [isAdding, setAdding] = useState(false);
  const [hasDone, setHasDone] = useState(false);
  const { customer } = profile;
  const open = profile.tasks.filter((task) => task.state === 'open');
  const why = reason('do_tasks');
  const add = () => setAdding(true);
  return (
    <div className="profile-section">
      {open.length > 0 ? (
        <>
          <div className="profile-frame">
            {open.map((task) => (
              <TaskItem key={task.id} task={task} about="customer" />
            ))}
          </div>
          <div>
            <Deed reason={why} icon={<ClipboardPlus size={14} />} onClick={add}>
              {t('profile.task')}
            </Deed>
          </div>
        </>
      ) : (
        <Empty icon={CircleCheck} title={t('profile.noTasks')} hint={t('profile.noTasksHint')}>
          <Deed type="primary" reason={why} icon={<ClipboardPlus size={14} />} onClick={add}>
            {t('profile.task')}
          </Deed>
        </Empty>
      )}
      {hasDone ? (
        <DoneTasks customerId={customer.id} />
      ) : (
        <div>
          <Button type="link" style={{ padding: 0 }} onClick={() => setHasDone(true)}>
            {t('profile.showDone')}
          </Button>
        </div>
      )}
      <NewTask isOpen={isAdding} onClose={() => setAdding(false)} customer={customer} />
    </div>
  );
}

function DoneTasks({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const tasks = useEndless<TaskView>('/tasks', { customer: customerId, state: 'done' });
  const end = useEnd<HTMLDivElement>(tasks.more);
  if (tasks.isLoading) return <Skeleton lines={3} />;
  if (tasks.failure) return <ErrorState failure={tasks.failure} onRetry={tasks.retry} />;
  return (
    <>
      <h3>{t('profile.tasksDone')}</h3>
      {tasks.items.length === 0 && <p className="muted">{t('common.none')}</p>}
      {tasks.items.length > 0 && (
        <div className="profile-frame">
          {tasks.items.map((task) => (
            <TaskItem key={task.id} task={task} about="customer" />
          ))}
        </div>
      )}
      {tasks.hasMore && <div ref={end} />}
    </>
  );
}
