// Starts the staff app: language first, then the router, and a fresh load when a deploy has replaced the files.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../shared/i18n';
import '../shared/tokens.css';
import { queryClient } from './queryClient';
import { router } from './routes';
import { Providers } from './shell/Providers';

const RELOADED = 'roadbook.reloaded-for-deploy';

// An old tab asks for files a new version no longer has: load the page anew, once, so that a real fault cannot loop.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, 'yes');
  event.preventDefault();
  location.reload();
});

await startLanguage();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </QueryClientProvider>
  </StrictMode>,
);
// Loaded once without trouble: the next deploy may reload again.
setTimeout(() => sessionStorage.removeItem(RELOADED), 20_000);
