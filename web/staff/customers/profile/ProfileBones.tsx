// The shape of a profile while it is on its way.
import { useTranslation } from 'react-i18next';
import { Bone, Skeleton } from '../../../shared/ui/states';

export function ProfileBones() {
  const { t } = useTranslation();
  return (
    <div className="profile" role="status" aria-label={t('common.loading')}>
      <div className="profile-main">
        <div className="profile-column">
          <div className="profile-who">
            <span className="bone profile-bone-face" />
            <div className="profile-bone-lines">
              <Bone width={140} height={14} />
              <Bone width={260} />
            </div>
          </div>
          <span className="bone profile-bone-strip" />
          <span className="bone profile-bone-band" />
          <Skeleton lines={7} />
        </div>
      </div>
      <aside className="profile-rail">
        <span className="bone profile-bone-band" />
        <Skeleton lines={9} />
      </aside>
    </div>
  );
}
