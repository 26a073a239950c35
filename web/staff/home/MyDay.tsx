// What is due today and before, finished or put off from here.
import { Link } from '@tanstack/react-router';
import { PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HomeView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { Empty } from '../../shared/ui/states';
import { TaskItem } from '../customers/profile/TaskItem';

const SHOWN = 7;

export function MyDay({ home }: { home: HomeView }) {
  const { t } = useTranslation();
  const { tasks, due } = home;
  const open = due.filter((task) => task.state === 'open');
  return (
    <section className="card home-day" aria-label={t('home.myDay')}>
      <header>
        <h2>{t('home.myDay')}</h2>
        {tasks.overdue > 0 && <span className="late num">{t('home.overdue', { count: tasks.overdue })}</span>}
        <span className="muted num">{t('home.today', { count: tasks.today })}</span>
        <span className="muted num">{t('home.doneToday', { count: tasks.done_today })}</span>
        <span className="spring" />
        <Link to="/tasks" className="link">
          {t('home.allTasks', { words: number(tasks.open), count: tasks.open })}
        </Link>
      </header>
      {open.length === 0 ? (
        <Empty icon={PartyPopper} title={t('home.nothingDue')} hint={t('home.nothingDueHint')} />
      ) : (
        <div className="home-tasks">
          {open.slice(0, SHOWN).map((task) => (
            <TaskItem key={task.id} task={task} about="all" />
          ))}
        </div>
      )}
    </section>
  );
}
